/* SPDX-License-Identifier: Apache-2.0 */
/** Shell. Spark programs that tests start in a JVM of their own. */
@NullMarked
package io.sluice.peer.spark;

import org.jspecify.annotations.NullMarked;
