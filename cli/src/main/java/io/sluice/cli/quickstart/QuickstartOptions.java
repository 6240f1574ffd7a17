/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli.quickstart;

import java.nio.file.Path;
import java.util.Optional;

/**
 * What the user asked of the quickstart.
 *
 * @param records how many to send; the input is repeated if it has fewer. 0 for as many as it has
 * @param fileSystem {@code mini}, {@code file} or a URI
 * @param data where everything is kept
 * @param schema an {@code .avsc} that replaces the inferred schema of JSON input
 */
public record QuickstartOptions(
        InputFormat format, Path input, long records, String fileSystem, Path data, Optional<Path> schema) {}
