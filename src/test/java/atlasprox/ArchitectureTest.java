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

    /** A class that needs Spark in one of these folders says so by its name. */
    @ArchTest
    static final ArchRule mathematicsWithoutSpark = noClasses()
            .that()
            .resideInAnyPackage(
                    "atlasprox.math..",
                    "atlasprox.rounds..",
                    "atlasprox.scbatchprox..",
                    "atlasprox.aligned..",
                    "atlasprox.metrics..",
                    "atlasprox.counts..",
                    "atlasprox.scfedvi..",
                    "atlasprox.labels..",
                    "atlasprox.synth..",
                    "atlasprox.results..",
                    "atlasprox.report..")
            .and()
            .haveNameNotMatching("atlasprox\\..*\\.Spark[^.]*")
            .and()
            .haveNameNotMatching("atlasprox\\.synth\\.SynthTable.*")
            .or()
            .haveNameMatching(
                    "atlasprox\\.cells\\.(Census|BatchCensus|BatchNames|CensusCheck|Contents|CellBlock|CellSample|ClientCells|Defect|FitShares).*")
            .or()
            .haveNameMatching(
                    "atlasprox\\.sample\\.(CellKeys|BottomK|StratifiedBottomK|SampledCell|PackedCells|PictureCells).*")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.spark..", "org.apache.hadoop..", "scala..");

    /** Of packages down to the innermost folder; so no two classes of different folders need each other, either. */
    @ArchTest
    static final ArchRule foldersFormNoCycles =
            slices().matching("atlasprox.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule outputKnowsNoEstimator = noClasses()
            .that()
            .resideInAnyPackage("atlasprox.write..", "atlasprox.results..", "atlasprox.report..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("atlasprox.ml..", "atlasprox.job..", "atlasprox.cli..");

    @ArchTest
    static final ArchRule metricsKnowNoMethod = noClasses()
            .that()
            .resideInAPackage("atlasprox.metrics..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("atlasprox.scbatchprox..", "atlasprox.aligned..", "atlasprox.rounds..");

    @ArchTest
    static final ArchRule onlyTheCommandLineKnowsPicocli = noClasses()
            .that()
            .resideOutsideOfPackage("atlasprox.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("picocli..");
}
