/* SPDX-License-Identifier: Apache-2.0 */
/** Shell. Lists a table and reads the footers of its files. */
@NullMarked
package io.sluice.compactor.plan.io;

import org.jspecify.annotations.NullMarked;
