/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Shell. Takes a partition over from whoever had it, and carries a sealed batch into the table. All of it may be cut off
 * anywhere and done again.
 */
@NullMarked
package io.sluice.connector.commit.io;

import org.jspecify.annotations.NullMarked;
