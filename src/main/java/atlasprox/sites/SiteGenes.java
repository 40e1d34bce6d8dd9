package atlasprox.sites;

import java.util.List;

/**
 * The genes that a site has counts of.
 *
 * @param names of the genes, in their order there
 */
record SiteGenes(List<String> names) {}
