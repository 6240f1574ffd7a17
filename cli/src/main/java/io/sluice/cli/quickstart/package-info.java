/* SPDX-License-Identifier: Apache-2.0 */
/** Shell. The whole pipeline once, checked: {@code sluice quickstart}. */
@NullMarked
package io.sluice.cli.quickstart;

import org.jspecify.annotations.NullMarked;
