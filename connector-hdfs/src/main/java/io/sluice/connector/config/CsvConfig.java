/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.connector.config;

import io.sluice.connector.decode.text.Column;
import io.sluice.connector.decode.text.CsvFormat;
import java.time.ZoneId;
import java.util.List;

/**
 * How a record of CSV becomes columns.
 *
 * @param columns one for each cell, in its order
 * @param zone of timestamps that carry no offset
 */
public record CsvConfig(CsvFormat format, List<Column> columns, ZoneId zone) {

    public CsvConfig {
        columns = List.copyOf(columns);
    }
}
