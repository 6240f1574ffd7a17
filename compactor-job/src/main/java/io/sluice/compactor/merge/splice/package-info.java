/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Shell. Page splice: makes one column chunk from the pages of many without decoding their values. Pages are copied as
 * they are where they can be; else only that is changed which has to: ids, levels, or the width of numbers.
 */
@NullMarked
package io.sluice.compactor.merge.splice;

import org.jspecify.annotations.NullMarked;
