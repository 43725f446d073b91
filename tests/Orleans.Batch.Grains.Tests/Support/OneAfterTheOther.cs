// Each test has a cluster and a database of its own: several at once would want more connections than there are.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
