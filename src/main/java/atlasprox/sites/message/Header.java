package atlasprox.sites.message;

import java.util.List;

/**
 * The first line of a message: all that is signed. What follows in the second line is held to it by its SHA-256.
 *
 * @param format the format and its version
 * @param run the run's identifier, drawn when it began
 * @param attempt the attempt of that run, from 1: another one for every other set of sites
 * @param number the message's place in the attempt, from 0
 * @param exchange the exchange's name
 * @param what the same, as a user would say it
 * @param sender who sends it
 * @param sites all sites of the attempt
 * @param answers the SHA-256 of the content that this one answers; null for what the coordinator sends
 * @param minCells the least number of cells behind any sum in it; 0 for what the coordinator sends
 * @param bytes the length of the content
 * @param sha256 of the content, in hexadecimal
 */
public record Header(
        String format,
        String run,
        int attempt,
        int number,
        String exchange,
        String what,
        String sender,
        List<String> sites,
        String answers,
        int minCells,
        long bytes,
        String sha256) {
    /** The format that is written and read. */
    public static final String FORMAT = "atlasprox-exchange-1";
}
