/* SPDX-License-Identifier: Apache-2.0 */
/** Shell. The file store on HDFS, and the choice of a store by URI. No other package of this module knows Hadoop. */
@NullMarked
package io.sluice.table.hadoop;

import org.jspecify.annotations.NullMarked;
