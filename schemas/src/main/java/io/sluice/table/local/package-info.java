/* SPDX-License-Identifier: Apache-2.0 */
/** Shell. The file store on a local disk. */
@NullMarked
package io.sluice.table.local;

import org.jspecify.annotations.NullMarked;
