/* SPDX-License-Identifier: Apache-2.0 */
/**
 * Core. The connector's configuration: what keys there are ({@code ConfigKeys}), what is wrong with a user's map of
 * them, and {@link io.sluice.connector.config.HdfsSinkConfig}, the typed values that the rest of the connector reads. Of
 * files it reads one, the user's patterns for text, for a pattern is only right or wrong together with them.
 */
@NullMarked
package io.sluice.connector.config;

import org.jspecify.annotations.NullMarked;
