/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaFingerprintTest {

    private static final String FIELD = "{'name':'f','type':'long','default':1,'aliases':['a','b']}";

    private static SchemaFingerprint of(String fields) {
        String json = "{'type':'record','name':'R','namespace':'n','fields':[" + fields + "]}";
        return SchemaFingerprint.of(new Schema.Parser().parse(json.replace('\'', '"')));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'default':1,'type':{'type':'long'},'aliases':['b','a'],'name':'f'}",
                "{'name':'f','doc':'text','type':'long','default':1,'aliases':['a','b'],'order':'descending'}",
                "{'name':'f','type':{'type':'long','unit':'ms'},'default':1,'aliases':['a','b'],'x':2}",
            })
    void docsAndOrderOfKeysDoNotCount(String same) {
        assertThat(of(same)).isEqualTo(of(FIELD));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'name':'g','type':'long','default':1,'aliases':['a','b']}",
                "{'name':'f','type':'long','default':2,'aliases':['a','b']}",
                "{'name':'f','type':'long','aliases':['a','b']}",
                "{'name':'f','type':'long','default':1,'aliases':['a']}",
                "{'name':'f','type':'double','default':1,'aliases':['a','b']}",
                "{'name':'f','type':{'type':'long','logicalType':'timestamp-millis'},'default':1,'aliases':['a','b']}",
                "{'name':'f','type':['long','null'],'default':1,'aliases':['a','b']}",
            })
    void whatDecidesHowDataIsReadCounts(String other) {
        assertThat(of(other)).isNotEqualTo(of(FIELD));
    }

    @Test
    void decimalsDifferByPrecisionAndScale() {
        String decimal = "{'name':'f','type':{'type':'bytes','logicalType':'decimal','precision':%d,'scale':%d}}";
        assertThat(of(String.format(decimal, 9, 2))).isNotEqualTo(of(String.format(decimal, 8, 2)));
        assertThat(of(String.format(decimal, 9, 2))).isNotEqualTo(of(String.format(decimal, 9, 3)));
    }

    /** It is in file names and footers: this must never change. */
    @Test
    void isTheSameForEver() {
        assertThat(of(FIELD).hex())
                .hasSize(64)
                .isEqualTo("8c04275cedec4b3e57959659c5526f769f467641f00b58653081d95dc2c7e898");
        assertThat(of(FIELD).shortHex()).hasSize(16).isEqualTo(of(FIELD).hex().substring(0, 16));
    }

    @Test
    void handlesRecursiveAndRepeatedTypes() {
        SchemaFingerprint list =
                of("{'name':'next','type':['null','R']},{'name':'other','type':['null','R'],'default':null}");
        assertThat(list.hex()).hasSize(64);
    }
}
