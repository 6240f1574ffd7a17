/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schema.resolution.MismatchKind;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.statistics.Statistics;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/** That our verdict is Avro's own, over thousands of random pairs of versions. */
class CompatibilityPropertyTest {

    @Property(tries = 5000)
    void theVerdictIsThatOfAvrosOwnCheck(@ForAll long seed) {
        RandomSchemas schemas = new RandomSchemas(new Random(seed));
        Schema old = schemas.record();
        Schema version = schemas.version(old);

        boolean ours = Compatibility.check(CompatibilityLevel.BACKWARD, version, List.of(old)).stream()
                // Avro does not look at these.
                .allMatch(found -> found.kind() == MismatchKind.LOGICAL_TYPE_MISMATCH);
        boolean avros =
                SchemaCompatibility.checkReaderWriterCompatibility(version, old).getType()
                        == SchemaCompatibilityType.COMPATIBLE;

        Statistics.collect(avros);
        assertThat(ours)
                .as(
                        "new %s%nold %s%n%s",
                        version, old, Compatibility.check(CompatibilityLevel.BACKWARD, version, List.of(old)))
                .isEqualTo(avros);
    }
}
