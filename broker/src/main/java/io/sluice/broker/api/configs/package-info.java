/* SPDX-License-Identifier: Apache-2.0 */
/** Core. The APIs about settings and disk space. */
@NullMarked
package io.sluice.broker.api.configs;

import org.jspecify.annotations.NullMarked;
