/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BoundedMemoryTest {

    @Test
    void forgetsAllForOneTooMany() {
        BoundedMemory<String, Integer> memory = BoundedMemory.ofEqual(2);
        memory.put("a", 1);
        memory.put("b", 2);
        memory.put("b", 3);

        assertThat(memory.get("a")).isEqualTo(1);
        assertThat(memory.get("b")).isEqualTo(3);
        assertThat(memory.put("c", 4)).isEqualTo(4);
        assertThat(memory.get("a")).isNull();
        assertThat(memory.get("c")).isEqualTo(4);
    }

    @Test
    @SuppressWarnings("StringOperationCanBeSimplified") // two objects that are equal
    void tellsObjectsApartThatAreEqual() {
        String one = new String("a");
        String other = new String("a");
        BoundedMemory<String, Integer> memory = BoundedMemory.ofSame(2);
        memory.put(one, 1);

        assertThat(memory.get(one)).isEqualTo(1);
        assertThat(memory.get(other)).isNull();
    }
}
