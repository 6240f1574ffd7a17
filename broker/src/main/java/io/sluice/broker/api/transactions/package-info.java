/* SPDX-License-Identifier: Apache-2.0 */
/** Core. The APIs of transactions: what producers ask, and what administrators look at and mend. */
@NullMarked
package io.sluice.broker.api.transactions;

import org.jspecify.annotations.NullMarked;
