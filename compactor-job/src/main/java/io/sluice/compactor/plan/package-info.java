/* SPDX-License-Identifier: Apache-2.0 */
/** Core. What files there are and which of them become one: a plan is an immutable value that can be printed. */
@NullMarked
package io.sluice.compactor.plan;

import org.jspecify.annotations.NullMarked;
