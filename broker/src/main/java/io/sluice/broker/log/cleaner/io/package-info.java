/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Shell. The threads of the log cleaner, what they read and write, and the port to the logs that they clean.
 */
@NullMarked
package io.sluice.broker.log.cleaner.io;

import org.jspecify.annotations.NullMarked;
