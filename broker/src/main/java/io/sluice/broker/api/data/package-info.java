/* SPDX-License-Identifier: Apache-2.0 */
/** Core. The APIs that move records: from Produce to Fetch, and what producers and consumers ask on the way. */
@NullMarked
package io.sluice.broker.api.data;

import org.jspecify.annotations.NullMarked;
