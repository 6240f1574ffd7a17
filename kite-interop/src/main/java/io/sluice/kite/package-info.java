/* SPDX-License-Identifier: Apache-2.0 */
/** Core. What keeps Kite from harm. */
@NullMarked
package io.sluice.kite;

import org.jspecify.annotations.NullMarked;
