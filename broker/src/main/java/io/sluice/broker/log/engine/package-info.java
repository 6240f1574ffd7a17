/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Shell. Puts the log together: append and read, draining to segments, checkpoints, recovery, retention.
 */
@NullMarked
package io.sluice.broker.log.engine;

import org.jspecify.annotations.NullMarked;
