/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Core. How a partition's work directory is laid out, and where each file of a commit goes. {@code
 * io.sluice.connector.commit.io} does what is decided here.
 */
@NullMarked
package io.sluice.connector.commit;

import org.jspecify.annotations.NullMarked;
