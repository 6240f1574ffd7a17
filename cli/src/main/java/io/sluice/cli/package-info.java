/* SPDX-License-Identifier: Apache-2.0 */
/** Shell. The composition root: {@code bin/sluice}, where broker, connector and compactor meet. */
@NullMarked
package io.sluice.cli;

import org.jspecify.annotations.NullMarked;
