/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.broker.api.configs;

import java.nio.file.Path;

/**
 * A directory for logs.
 *
 * @param name what clients call it: the absolute path of the data directory
 * @param path where in it the logs are
 */
public record LogDirectory(String name, Path path) {}
