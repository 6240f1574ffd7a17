/* SPDX-License-Identifier: Apache-2.0 */
/** Shell. What a person sees while a command works. */
@NullMarked
package io.sluice.cli.terminal;

import org.jspecify.annotations.NullMarked;
