/* SPDX-License-Identifier: Apache-2.0 */
/** Core. What of the compactor's own is safe to delete. */
@NullMarked
package io.sluice.compactor.clean;

import org.jspecify.annotations.NullMarked;
