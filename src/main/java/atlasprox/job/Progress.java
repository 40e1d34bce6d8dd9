package atlasprox.job;

import atlasprox.rounds.RoundTrace;

/** Is told how a job gets on, from several threads. */
public interface Progress {

    /**
     * A phase begins; the one before has ended.
     *
     * @param name what is done, as a user would say it
     * @param cells how many cells it will visit, 0 where that is not known yet
     */
    void phase(String name, long cells);

    /**
     * Some of the phase's tasks have ended.
     *
     * @param done tasks that have ended
     * @param total all tasks known so far
     */
    void tasks(int done, int total);

    /**
     * A round has ended.
     *
     * @param trace what it did
     * @param rounds how many rounds there will be at most
     */
    void round(RoundTrace trace, int rounds);

    /** The job has ended, well or not. */
    void end();
}
