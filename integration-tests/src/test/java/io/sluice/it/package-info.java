/* SPDX-License-Identifier: Apache-2.0 */
/** Shell. Whole-system tests; those tagged {@code peers} need more than Maven Central's small jars. */
@NullMarked
package io.sluice.it;

import org.jspecify.annotations.NullMarked;
