/* SPDX-License-Identifier: Apache-2.0 */
/** Shell. Sources of schemas. */
@NullMarked
package io.sluice.schema.io;

import org.jspecify.annotations.NullMarked;
