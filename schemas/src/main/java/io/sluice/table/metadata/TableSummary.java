/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.table.metadata;

import io.sluice.table.TableLayout;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedMap;

/**
 * A table at a glance.
 *
 * @param schemaVersion number of the newest schema; empty if the table has no metadata
 * @param files visible files of Parquet or Avro
 * @param bytes of these files
 * @param committed by partition of the topic, the offset below which all is in the table
 * @param problem what is wrong with it; the rest is what could be found out all the same
 */
public record TableSummary(
        String name,
        TableLayout layout,
        OptionalInt schemaVersion,
        long files,
        long bytes,
        SortedMap<Integer, Long> committed,
        Optional<String> problem) {}
