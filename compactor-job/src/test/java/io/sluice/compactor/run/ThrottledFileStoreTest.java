/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.compactor.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.table.FileStore;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ThrottledFileStoreTest {

    private final List<Method> called = new ArrayList<>();

    static List<Method> operations() {
        return List.of(FileStore.class.getMethods());
    }

    @ParameterizedTest
    @MethodSource("operations")
    void eachOperationIsTheSameOneOfTheStoreBehind(Method operation) throws Exception {
        FileStore store = ThrottledFileStore.of(recording(), 1);

        operation.invoke(store, anyArguments(operation));

        assertThat(called).containsExactly(operation);
    }

    private FileStore recording() {
        return (FileStore) Proxy.newProxyInstance(
                FileStore.class.getClassLoader(), new Class<?>[] {FileStore.class}, (proxy, method, arguments) -> {
                    called.add(method);
                    return anyValue(method.getReturnType());
                });
    }

    private static Object[] anyArguments(Method operation) {
        return Arrays.stream(operation.getParameterTypes())
                .map(ThrottledFileStoreTest::anyValue)
                .toArray();
    }

    private static Object anyValue(Class<?> type) {
        if (type == boolean.class) {
            return false;
        }
        return type == long.class ? 0L : null;
    }
}
