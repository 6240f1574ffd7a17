/* SPDX-License-Identifier: Apache-2.0 */
/** Shell. What the whole-system tests start and kill: JVMs, commands, peers. */
@NullMarked
package io.sluice.it.support;

import org.jspecify.annotations.NullMarked;
