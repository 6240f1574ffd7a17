/* SPDX-License-Identifier: Apache-2.0 */
/** Shell. One class per command of {@code sluice}: options, help, exit code; the work is done elsewhere. */
@NullMarked
package io.sluice.cli.command;

import org.jspecify.annotations.NullMarked;
