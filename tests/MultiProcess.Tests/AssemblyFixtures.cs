using NNOptim.Tests.Common;

[assembly: AssemblyFixture(typeof(PostgreSqlServer))]
[assembly: AssemblyFixture(typeof(NNOptim.MultiProcess.Tests.UndisturbedGrid))]
