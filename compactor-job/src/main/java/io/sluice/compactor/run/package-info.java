/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Port and shell. Where merges run: {@link io.sluice.compactor.run.Engine} is the port, local threads the first engine.
 * An engine writes files that nobody sees; only the driver commits.
 */
@NullMarked
package io.sluice.compactor.run;

import org.jspecify.annotations.NullMarked;
