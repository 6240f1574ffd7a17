/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Shell. Tells readers when a time's directory is complete: {@link io.sluice.connector.ready.ReadySignals}, by the times that
 * {@link io.sluice.connector.ready.Periods} has, which decides without I/O.
 */
@NullMarked
package io.sluice.connector.ready;

import org.jspecify.annotations.NullMarked;
