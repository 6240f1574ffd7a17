/* SPDX-License-Identifier: Apache-2.0 */
/** Shell. Loads that the scripts of this module put on Sluice and on its peers, with Kafka's own clients. */
@NullMarked
package io.sluice.benchmarks;

import org.jspecify.annotations.NullMarked;
