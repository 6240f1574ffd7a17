/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.registry.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.schema.CompatibilityLevel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Three registries on one log, that read late, decide on old states, crash, and whose log is compacted meanwhile. What a
 * client was told stays true, and all registries come to know the same.
 */
class RegistryStatePropertiesTest {

    private static final int STEPS = 400;
    private static final List<String> SUBJECTS = List.of("a", "b");

    @Property(tries = 200)
    void whatAClientWasToldStaysTrueAndAllRegistriesAgree(@ForAll long seed) {
        Run run = new Run(seed);
        for (int step = 0; step < STEPS; step++) {
            run.step();
        }
        run.verify();
    }

    private static final class Run {
        private final Random random;
        private final SharedLog log = new SharedLog();
        private final List<SimulatedRegistry> registries =
                List.of(new SimulatedRegistry(log), new SimulatedRegistry(log), new SimulatedRegistry(log));
        /** What clients were told: a schema's text by its id. Schemas may go, ids never come again. */
        private final Map<Integer, String> told = new HashMap<>();

        Run(long seed) {
            random = new Random(seed);
        }

        void step() {
            SimulatedRegistry registry = registries.get(random.nextInt(registries.size()));
            switch (random.nextInt(20)) {
                case 0, 1, 2, 3 -> register(registry);
                case 4 -> delete(registry);
                case 5 -> registry.take(Settings.setLevel(subject(), CompatibilityLevel.NONE), level -> {});
                case 6 -> {
                    if (random.nextInt(10) == 0) {
                        registry.crash();
                    }
                }
                case 7 -> compact();
                case 8, 9, 10, 11, 12 -> registry.write();
                default -> registry.read();
            }
        }

        private String subject() {
            return SUBJECTS.get(random.nextInt(SUBJECTS.size()));
        }

        private void register(SimulatedRegistry registry) {
            String text = Registry.record("R" + random.nextInt(6));
            registry.take(Registry.avro(subject(), text).register(), version -> {
                assertThat(told.putIfAbsent(version.id(), text)).isIn(null, text);
            });
        }

        private void delete(SimulatedRegistry registry) {
            String subject = subject();
            int version = 1 + random.nextInt(4);
            switch (random.nextInt(4)) {
                case 0 -> registry.take(Deletions.softly(subject, version), done -> {});
                case 1 -> registry.take(Deletions.permanently(subject, version), done -> {});
                case 2 -> registry.take(Deletions.subjectSoftly(subject), done -> {});
                default -> registry.take(Deletions.subjectPermanently(subject), done -> {});
            }
        }

        /** Only what all have read, and after it has been put right: that is what the compaction lag is for. */
        private void compact() {
            registries.forEach(SimulatedRegistry::finish);
            registries.forEach(SimulatedRegistry::readAll);
            log.compact(random.nextLong(log.end() + 1));
        }

        void verify() {
            registries.forEach(SimulatedRegistry::finish);
            registries.forEach(SimulatedRegistry::readAll);
            RegistryState fresh = SimulatedRegistry.fresh();
            log.replay(fresh);
            log.compact(log.end());
            RegistryState compacted = SimulatedRegistry.fresh();
            log.replay(compacted);
            for (SimulatedRegistry registry : registries) {
                assertThat(registry.state().spoiled()).isEmpty();
                assertThat(view(registry.state())).isEqualTo(view(fresh)).isEqualTo(view(compacted));
            }
            told.forEach((id, text) -> {
                assertThat(compacted.subjects().content(id).map(SchemaContent::text))
                        .as("id %s", id)
                        .isIn(java.util.Optional.empty(), java.util.Optional.of(text));
                assertThat(compacted.nextId()).isGreaterThan(id);
            });
        }

        private static Map<String, Object> view(RegistryState state) {
            Map<String, Object> view = new TreeMap<>();
            for (String subject : state.subjects().names(Deleted.WITH)) {
                state.subjects()
                        .versions(subject, Deleted.WITH)
                        .forEach(version -> view.put(
                                subject + version.version(),
                                version + (state.subjects().isDeleted(version) ? " deleted" : "")));
            }
            SUBJECTS.forEach(subject -> view.put("level " + subject, state.subjectLevel(subject)));
            return view;
        }
    }
}
