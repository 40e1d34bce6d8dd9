package atlasprox;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The folders say what may know what. */
@AnalyzeClasses(packages = "atlasprox", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule mathematicsWithoutSpark = noClasses()
            .that()
            .resideInAnyPackage(
                    "atlasprox.film..",
                    "atlasprox.federate..",
                    "atlasprox.align..",
                    "atlasprox.metrics..",
                    "atlasprox.synth..",
                    "atlasprox.report..")
            .and()
            .haveSimpleNameNotStartingWith("Spark")
            .and()
            .haveNameNotMatching("atlasprox\\.synth\\.SynthTable.*")
            .or()
            .haveNameMatching(
                    "atlasprox\\.cells\\.(Moments|PairSums|Census|BatchCensus|BatchNames|CensusCheck|Contents|CellBlock|CellKeys|CellSample|ClientCells|Defect|FitShares|Frame|GridSums)")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "scala..");

    @ArchTest
    static final ArchRule foldersFormNoCycles =
            slices().matching("atlasprox.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyTheCommandLineKnowsPicocli = noClasses()
            .that()
            .resideOutsideOfPackage("atlasprox.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("picocli..");
}
