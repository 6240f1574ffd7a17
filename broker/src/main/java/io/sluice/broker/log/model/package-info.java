/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Core. What a log decides: which batches are valid, who produced what, which transactions are open, when to roll
 * and what to delete.
 */
@NullMarked
package io.sluice.broker.log.model;

import org.jspecify.annotations.NullMarked;
