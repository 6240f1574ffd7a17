/* SPDX-License-Identifier: Apache-2.0 */
package io.sluice.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Within the command line: commands use services, tables and the terminal; none of these knows a command. */
@AnalyzeClasses(packages = "io.sluice.cli", importOptions = ImportOption.DoNotIncludeTests.class)
class PackageWallsTest {

    @ArchTest
    static final ArchRule noPackageLeadsBackToItself =
            slices().matching("io.sluice.cli.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyMainKnowsTheCommands = noClasses()
            .that()
            .resideInAPackage("io.sluice.cli.*")
            .and()
            .resideOutsideOfPackage("io.sluice.cli.command")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.sluice.cli", "io.sluice.cli.command");

    @ArchTest
    static final ArchRule theTerminalIsTheGround = noClasses()
            .that()
            .resideInAPackage("io.sluice.cli.terminal")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.sluice.cli.service", "io.sluice.cli.table", "io.sluice.cli.quickstart");
}
