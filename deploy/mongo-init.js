// Run by mongosh, as often as one likes: makes the replica set and the shop's account, if they are not there.
const { MONGO_PASSWORD, MONGO_ROOT_PASSWORD } = process.env
const TRIES_MAX = 60
const HOSTS = ['mongo-1:27017', 'mongo-2:27017', 'mongo-3:27017']

// A member answers only some seconds after it was started, and later the first time.
function connectAsRoot(hosts, options) {
  const address = `mongodb://root:${encodeURIComponent(MONGO_ROOT_PASSWORD)}@${hosts}/admin${options}`
  for (let tries = 1; ; tries += 1) {
    try {
      return connect(address)
    } catch (error) {
      if (tries === TRIES_MAX) throw error
      sleep(1_000)
    }
  }
}

// To the first member itself: before there is a set, nobody can be found as its primary.
const first = connectAsRoot(HOSTS[0], '?directConnection=true')
try {
  first.adminCommand({ replSetGetStatus: 1 })
} catch (error) {
  if (error.codeName !== 'NotYetInitialized') throw error
  const members = HOSTS.map((host, _id) => ({ _id, host }))
  first.adminCommand({ replSetInitiate: { _id: 'shop', members } })
}

// Waits by itself until a primary has been elected.
const primary = connectAsRoot(HOSTS.join(','), '?replicaSet=shop')
const shop = primary.getSiblingDB('marketsquare')
const account = { pwd: MONGO_PASSWORD, roles: [{ role: 'readWrite', db: 'marketsquare' }] }
if (shop.getUser('marketsquare') === null) shop.createUser({ user: 'marketsquare', ...account })
else shop.updateUser('marketsquare', account)
