/* SPDX-License-Identifier: Apache-2.0 */
/** Shell. What a person sees of a command: progress, tables, and what to put right. */
@NullMarked
package io.sluice.cli.terminal;

import org.jspecify.annotations.NullMarked;
