/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Core. All that the registry knows and decides: {@link io.sluice.registry.state.RegistryState}, whose only mutator is
 * {@code apply(record)}, and commands that look at it and answer with the records to be written.
 */
@NullMarked
package io.sluice.registry.state;

import org.jspecify.annotations.NullMarked;
