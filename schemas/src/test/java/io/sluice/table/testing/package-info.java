/* SPDX-License-Identifier: Apache-2.0 */
/** Test tools for every module that works on files: a real HDFS, a store that crashes, the contract of the port. */
@NullMarked
package io.sluice.table.testing;

import org.jspecify.annotations.NullMarked;
