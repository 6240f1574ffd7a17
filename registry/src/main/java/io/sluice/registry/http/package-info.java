/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Shell. Confluent's HTTP API: {@link io.sluice.registry.http.Routes} lists all there is, a handler turns a request into
 * a look at the state or a command, and {@link io.sluice.registry.http.ApiServer} does the rest.
 */
@NullMarked
package io.sluice.registry.http;

import org.jspecify.annotations.NullMarked;
