/* SPDX-License-Identifier: Apache-2.0 */
/** Shell. Hive's reader of Parquet, which tests start in a JVM of its own. */
@NullMarked
package io.sluice.peer.hive;

import org.jspecify.annotations.NullMarked;
