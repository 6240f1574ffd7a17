/* SPDX-License-Identifier: Apache-2.0 */
/** Shell. The one place that calls Kite SDK, and what keeps Kite's habits from the rest of the process. */
@NullMarked
package io.sluice.kite.sdk;

import org.jspecify.annotations.NullMarked;
